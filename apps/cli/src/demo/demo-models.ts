import type { DemoModel } from './demo-model.js';
import { advisorDe } from './models/advisor-de.js';
import { baseLlama } from './models/base-llama.js';
import { billingBot } from './models/billing-bot.js';
import { claimsAssistant } from './models/claims-assistant.js';
import { triageNurse } from './models/triage-nurse.js';

/** Every model of the demo. Their shares of the live traffic add up to 1. */
export const demoModels: readonly DemoModel[] = [
  triageNurse,
  claimsAssistant,
  advisorDe,
  billingBot,
  baseLlama,
];
