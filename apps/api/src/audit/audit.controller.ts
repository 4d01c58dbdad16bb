import { type Database, databaseToken, readAuditPage } from '#database';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentLogin, type Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { parseWith } from '../http/parse-with.js';
import { Documented } from '../openapi/documented.js';
import { auditPageSchema, auditQuerySchema } from './audit.schema.js';

const placeSchema = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Who did what. */
@Controller('v1/audit')
export class AuditController {
  constructor(@Inject(databaseToken) private readonly database: Database) {}

  @Get()
  @Documented({
    summary: 'The audit log, the newest first',
    access: 'person',
    permission: 'audit.read',
    query: auditQuerySchema,
    response: auditPageSchema,
    status: 200,
  })
  async list(
    @Query(parseWith(auditQuerySchema)) { limit, cursor, who, action }: z.infer<typeof auditQuerySchema>,
    @CurrentLogin() { tenant }: Login,
  ): Promise<z.infer<typeof auditPageSchema>> {
    const [before] = readCursor(cursor, placeSchema) ?? [null];
    const rows = await readAuditPage(this.database, { tenant, who, action, before, limit: limit + 1 });
    return pageOfRows(rows, limit, {
      item: ({ entryId, detail, digest, ...row }) => ({
        ...row,
        place: entryId,
        detail: JSON.parse(detail) as Record<string, unknown>,
        digest: digest.toString('hex'),
      }),
      place: ({ entryId }) => [entryId],
    });
  }
}
