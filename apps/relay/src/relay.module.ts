import { type DynamicModule, Module } from '@nestjs/common';
import { type RelayConfig } from './config.ts';
import { Publishing, RELAY_CONFIG } from './publishing.ts';

/** The program that carries the log to Kafka. */
@Module({})
export class RelayModule {
  static with(config: RelayConfig): DynamicModule {
    return { module: RelayModule, providers: [{ provide: RELAY_CONFIG, useValue: config }, Publishing] };
  }
}
