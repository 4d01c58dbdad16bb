import { Command } from 'commander';
import { registerAudit } from './audit/register-audit.js';
import { registerBaseline } from './baseline/register-baseline.js';
import { registerBench } from './bench/register-bench.js';
import { registerCalibrate } from './calibrate/register-calibrate.js';
import { registerCompare } from './compare/register-compare.js';
import { registerCorpusIndex } from './corpus-index/register-corpus-index.js';
import { registerDeliveries } from './deliveries/register-deliveries.js';
import { registerDemo } from './demo/register-demo.js';
import { registerDrift } from './drift/register-drift.js';
import { registerEmbeddings } from './embeddings/register-embeddings.js';
import { registerErase } from './erase/register-erase.js';
import { registerHold } from './hold/register-hold.js';
import { registerHeads } from './heads/register-heads.js';
import { registerKeys } from './keys/register-keys.js';
import { registerMigrate } from './migrate/register-migrate.js';
import { registerProbe } from './probe/register-probe.js';
import { registerReplay } from './replay/register-replay.js';
import { registerResume } from './resume/register-resume.js';
import { registerRetain } from './retain/register-retain.js';
import { registerRoutes } from './routes/register-routes.js';
import { registerRules } from './rules/register-rules.js';
import { runProgram } from './run-program.js';
import { registerScan } from './scan/register-scan.js';
import { registerTokens } from './tokens/register-tokens.js';
import { registerSummary } from './summary/register-summary.js';

const program = new Command('tunewarden')
  .description('Watches fine-tuned language models: drift, attacks, and whether the attacks worked.')
  .version('0.1.0')
  // An option belongs to the command it stands behind: `baseline reset m --by ada` is no `baseline --by`.
  .enablePositionalOptions();

registerScan(program);
registerCompare(program);
registerDrift(program);
registerBaseline(program);
registerReplay(program);
registerDemo(program);
registerRules(program);
registerRoutes(program);
registerDeliveries(program);
registerBench(program);
registerHeads(program);
registerCorpusIndex(program);
registerEmbeddings(program);
registerMigrate(program);
registerResume(program);
registerKeys(program);
registerRetain(program);
registerCalibrate(program);
registerHold(program);
registerErase(program);
registerTokens(program);
registerAudit(program);
registerSummary(program);
registerProbe(program);

process.exitCode = await runProgram(program, process.argv);
