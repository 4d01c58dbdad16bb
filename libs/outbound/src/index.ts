export { type EmbeddingService, embedText } from './embed-text.js';
export { postJson } from './post-json.js';
export { postPinned } from './post-pinned.js';
export { publicAddress } from './public-address.js';
export { type ChatService, type ChatTurn, completeChat, describeNoAnswer } from './complete-chat.js';
