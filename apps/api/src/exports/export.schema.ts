import { z } from 'zod';
import { findingQuerySchema } from '../findings/finding.schema.js';
import { incidentQuerySchema } from '../incidents/incident.schema.js';

const most = 10_000;
/** Rows of one export; what is beyond them begins at the `cursor` of its `Link`. */
const limit = z.coerce.number().int().min(1).max(most).default(most);

export const incidentExportQuerySchema = incidentQuerySchema.extend({ limit });
export const findingExportQuerySchema = findingQuerySchema.extend({ limit });
