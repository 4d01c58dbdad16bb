import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, type DynamicModule, Get, HttpCode, Inject, Module, Req, Res } from '@nestjs/common';
import type { Telemetry } from './start-telemetry.js';

/** What `/readyz` asks: each check resolves where its part is usable and throws where it is not. */
interface HealthOptions {
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly telemetry: Telemetry;
}

const optionsToken = Symbol('health options');
const checkTimeoutMs = 3_000;

type JsonResponse = ServerResponse & { status(code: number): { json(body: unknown): void } };

@Controller()
class HealthController {
  constructor(@Inject(optionsToken) private readonly options: HealthOptions) {}

  /** The process answers at all. */
  @Get('healthz')
  @HttpCode(200)
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  /** Everything this process needs answers. */
  @Get('readyz')
  async readyz(@Res() response: JsonResponse): Promise<void> {
    const failed = await failedChecks(this.options.checks);
    response
      .status(failed.length === 0 ? 200 : 503)
      .json({ status: failed.length === 0 ? 'ok' : 'unready', failed });
  }

  @Get('metrics')
  metrics(@Req() request: IncomingMessage, @Res() response: ServerResponse): void {
    this.options.telemetry.handleMetrics(request, response);
  }
}

async function failedChecks(checks: HealthOptions['checks']): Promise<string[]> {
  const verdicts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ((await answersInTime(check)) ? [] : [name])),
  );
  return verdicts.flat();
}

async function answersInTime(check: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  try {
    return await Promise.race([
      check().then(
        () => true,
        () => false,
      ),
      timeout,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** A door to the outside that can tell whether its other end answers. */
interface Door {
  ping(): Promise<void>;
}

/** `/healthz`, `/readyz` and `/metrics`, the same on every app. */
@Module({})
export class HealthModule {
  /** Ready while every door answers; `doors` gives the injection token of each by name. */
  static forDoors(telemetry: Telemetry, doors: Readonly<Record<string, symbol>>): DynamicModule {
    const names = Object.keys(doors);
    const useFactory = (...opened: Door[]): HealthOptions => ({
      telemetry,
      checks: Object.fromEntries(opened.map((door, i) => [names[i] ?? '', () => door.ping()])),
    });
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [{ provide: optionsToken, inject: Object.values(doors), useFactory }],
    };
  }
}
