import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Database, type DatabaseOptions, openDatabase } from './database.js';

/** Injection token of the `Database`. */
export const databaseToken = Symbol('database');

/** Opens the door to Postgres once an app and closes it last. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(databaseToken) private readonly database: Database) {}

  static register(options: DatabaseOptions): DynamicModule {
    const door = { provide: databaseToken, useFactory: () => openDatabase(options) };
    return { module: DatabaseModule, global: true, providers: [door], exports: [door] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
