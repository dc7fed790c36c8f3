import { type DynamicModule, Module } from '@nestjs/common';
import { type DispatcherConfig } from './config.ts';
import { DISPATCHER_CONFIG, Dispatching, NOW } from './dispatching.ts';

/** The program that tells of what nobody records: the passing of deadlines. */
@Module({})
export class DispatcherModule {
  static with(config: DispatcherConfig, now: () => Date): DynamicModule {
    return {
      module: DispatcherModule,
      providers: [
        { provide: DISPATCHER_CONFIG, useValue: config },
        { provide: NOW, useValue: now },
        Dispatching,
      ],
    };
  }
}
