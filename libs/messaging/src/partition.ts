import { Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/**
 * How streams are spread over so many partitions: murmur2 of the key, as every Kafka client computes it by default. We
 * name the partition in each message ourselves, because the relay has to know what it put where.
 */
export function partitioning(partitions: number): (stream: string) => number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return (stream) => partitioner({ topic: '', partitionMetadata, message: { key: stream, value: null } });
}
