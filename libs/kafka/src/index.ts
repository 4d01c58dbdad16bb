export { type KafkaRecord, type OutgoingRecord, headerBytes, headerText } from './kafka-record.js';
export { type BatchControl, type BatchResult, type Consumer, type KafkaBatch } from './run-consumer.js';
export { type Producer } from './open-producer.js';
export { type KafkaDoor, openKafka } from './open-kafka.js';
export { KafkaModule, kafkaToken } from './kafka.module.js';
