export { postJson } from './post-json.js';
