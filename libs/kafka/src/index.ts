export { type KafkaHeaders, type KafkaRecord, type OutgoingRecord, headerText } from './kafka-record.js';
export { type BatchControl, type ConsumeOptions, type Consumer, type KafkaBatch } from './run-consumer.js';
export { type Producer } from './open-producer.js';
export {
  type KafkaDoor,
  type KafkaOptions,
  type PartitionOffsets,
  type TopicSpec,
  openKafka,
} from './open-kafka.js';
export { KafkaModule, kafkaToken } from './kafka.module.js';
