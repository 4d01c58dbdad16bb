import { jest } from '@jest/globals';

// Five seconds are for pure code. A test that needs longer than this says so itself.
jest.setTimeout(60_000);
