import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { commonConfigShape, loadConfig } from './load-config.js';
import { Secret } from './secret.js';

const schema = z.object(commonConfigShape);
const good = { KAFKA_BROKERS: '127.0.0.1:9092, [::1]:9093', DATABASE_URL: 'postgres://u:hunter2@h/d' };

describe('loadConfig', () => {
  it('parses lists and numbers and fills in defaults', () => {
    const config = loadConfig(schema, { ...good, HTTP_PORT: '8080', TOPIC_PREFIX: '' });
    expect(config.KAFKA_BROKERS).toEqual(['127.0.0.1:9092', '[::1]:9093']);
    expect(config.HTTP_PORT).toBe(8080);
    expect(config.TOPIC_PREFIX).toBe('');
    expect(config.LOG_LEVEL).toBe('info');
  });

  it('names every bad key at once and never its value', () => {
    const load = () => loadConfig(schema, { KAFKA_BROKERS: 'hunter2', HTTP_PORT: 'hunter2' });
    expect(load).toThrow(/KAFKA_BROKERS.*HTTP_PORT|HTTP_PORT.*KAFKA_BROKERS/);
    expect(load).toThrow(/DATABASE_URL is not set/);
    expect(load).not.toThrow(/hunter2/);
  });
});

describe('Secret', () => {
  it('prints as [secret] in every way a log could print it', () => {
    const secret = new Secret('hunter2');
    const printed = [String(secret), JSON.stringify({ secret }), inspect({ secret }), `${secret.toString()}`];
    expect(printed.join(' ')).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});
