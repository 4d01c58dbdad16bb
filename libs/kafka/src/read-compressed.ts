import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { decompressFrame } from 'lz4-napi';
import { uncompress } from 'snappy';

/** Java's producers and brokers write Snappy in blocks behind this header (xerial snappy-java, SnappyCodec). */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;
const largestBatchBytes = 64 * 1024 * 1024;

/**
 * Teaches the client the three codecs that it lacks and most producers use; gzip it knows. Reading only: what
 * Tunewarden writes is compressed by the topic's own setting, where it has one.
 */
export function installCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = () => readOnly(uncompressSnappy);
  CompressionCodecs[CompressionTypes.LZ4] = () => readOnly((data) => decompressFrame(data));
  CompressionCodecs[CompressionTypes.ZSTD] = () => readOnly(uncompressZstd);
}

function readOnly(decompress: (data: Buffer) => Promise<Buffer>) {
  return { decompress, compress: () => Promise.reject(new Error('This codec is for reading only')) };
}

const uncompressFrame = promisify(zstdDecompress);

function uncompressZstd(data: Buffer): Promise<Buffer> {
  return uncompressFrame(data, { maxOutputLength: largestBatchBytes });
}

async function uncompressSnappy(data: Buffer): Promise<Buffer> {
  if (!data.subarray(0, xerialMagic.length).equals(xerialMagic)) return snappyBlock(data);
  const blocks: Buffer[] = [];
  for (let at = xerialHeaderBytes; at < data.length;) {
    const length = data.readUInt32BE(at);
    blocks.push(await snappyBlock(data.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

async function snappyBlock(block: Buffer): Promise<Buffer> {
  return Buffer.from(await uncompress(block));
}
