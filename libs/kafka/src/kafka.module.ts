import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type KafkaDoor, type KafkaOptions, openKafka } from './open-kafka.js';

/** Injection token of the `KafkaDoor`. */
export const kafkaToken = Symbol('kafka');

/** Opens the door to Kafka once an app and closes it last. */
@Module({})
export class KafkaModule implements OnApplicationShutdown {
  constructor(@Inject(kafkaToken) private readonly kafka: KafkaDoor) {}

  static register(options: KafkaOptions): DynamicModule {
    const door = { provide: kafkaToken, useFactory: () => openKafka(options) };
    return { module: KafkaModule, global: true, providers: [door], exports: [door] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.kafka.close();
  }
}
