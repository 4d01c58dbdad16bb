import { severitySchema, verdictOfPersonSchema } from '#contracts';
import { z } from 'zod';
import { blockOfText, lineOfText } from '../http/text.schema.js';
import { incidentIdSchema } from './incident.schema.js';

const note = blockOfText(0, 2_000).default('');

export const assignSchema = z.object({ assignee: lineOfText(1, 200).nullable() });
export const verdictSchema = z.object({ verdict: verdictOfPersonSchema, note });
export const noteSchema = z.object({ note: blockOfText(1, 2_000) });
export const severityChangeSchema = z.object({ severity: severitySchema });
/** The incident that it is a part of. */
export const mergeSchema = z.object({ into: incidentIdSchema });
