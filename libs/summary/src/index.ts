export { exampleFacts, exampleIncident, exampleModel, exampleShift } from './example-facts.js';
export { lastWholeWeek, summaryWeek, timeZoneSchema, weekLabelSchema, weekOf } from './iso-week.js';
export { makeSummary } from './make-summary.js';
export { pagePolicyOf, renderPage } from './render/render-page.js';
export { type SummaryDocument, type SummaryModel, summaryDocumentSchema } from './summary-document.js';
export { formatWeekDays } from './words.js';
