import { type Masker, findByPattern } from '../masker.js';

/**
 * Shapes that vendors give their keys, from their own documentation. Each begins with a literal and is bounded.
 * Base64 blobs without a prefix are left to rules with context.
 */
const shapes = [
  '\\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\\b', // AWS access key and principal ids
  '(?<=(?:aws|secret)[^\\n]{0,30}?[\\s"\'=:])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])', // AWS secret key, by context
  '\\bAIza[0-9A-Za-z_-]{35}', // Google API key
  '\\bya29\\.[0-9A-Za-z_-]{20,500}', // Google OAuth token
  '(?<=AccountKey=)[A-Za-z0-9+/]{86}==', // Azure storage
  '\\bgh[pousr]_[A-Za-z0-9]{36,255}\\b', // GitHub
  '\\bgithub_pat_[A-Za-z0-9_]{22,255}\\b',
  '\\bglpat-[A-Za-z0-9_-]{20,255}', // GitLab
  '\\bxox[abeoprs]-[A-Za-z0-9-]{10,250}', // Slack
  'https://hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,100}',
  '\\bsk-[A-Za-z0-9_-]{20,250}', // OpenAI, Anthropic
  '\\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}', // Stripe
  '\\bnpm_[A-Za-z0-9]{36}\\b',
  '\\bhf_[A-Za-z0-9]{30,100}\\b', // Hugging Face
  '\\bSG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}', // SendGrid
  '\\bops_eyJ[A-Za-z0-9+/=_-]{50,4000}', // 1Password service account
  '\\beyJ[A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{4,8000}\\.[A-Za-z0-9_-]{10,2000}', // JWT
  '-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[^-]{1,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?',
];
const anyShape = new RegExp(shapes.join('|'), 'g');
const literals =
  /A(?:KIA|SIA|GPA|IDA|ROA|Iza)|[Aa][Ww][Ss]|[Ss]ecret|SECRET|ya29\.|AccountKey=|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack|sk-|k_(?:live|test)_|npm_|hf_|SG\.|eyJ|PRIVATE KEY/;

/** Keys and tokens of clouds, code hosts and model vendors, JSON web tokens, and private keys in PEM form. */
export const cloudKey: Masker = {
  type: 'cloud-key',
  mayHold: (text) => literals.test(text),
  find: (text) => findByPattern(text, anyShape, (matched) => matched),
};
