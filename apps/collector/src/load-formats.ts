import { readYamlFiles, shippedDirectory } from '#config';
import { type Format, createFormats, parseFieldMapping } from '#formats';

/** Every format by name: the built-in ones, the shipped field mappings, and those of `ownDirectory`. */
export async function loadFormats(ownDirectory: string | undefined): Promise<ReadonlyMap<string, Format>> {
  const directories = [
    shippedDirectory('libs/formats/mappings'),
    ...(ownDirectory === undefined ? [] : [ownDirectory]),
  ];
  const files = (await Promise.all(directories.map(readYamlFiles))).flat();
  return createFormats(files.map(({ fileName, text }) => parseFieldMapping(text, fileName)));
}
