import { describe, expect, it } from '@jest/globals';
import { javaMajorVersion } from './kafka-server.js';

describe('javaMajorVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_202"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "25" 2025-09-16', 25],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('reads %j as %s', (printed, version) => {
    expect(javaMajorVersion(printed)).toBe(version);
  });
});
