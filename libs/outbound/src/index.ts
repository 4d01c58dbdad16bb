export { type HttpAnswer, type NoAnswer, type PostOptions, postJson } from './post-json.js';
