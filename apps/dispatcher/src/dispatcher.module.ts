import { type DynamicModule, Module } from '@nestjs/common';
import { type DispatcherConfig } from './config.ts';
import { DISPATCHER_CONFIG, Dispatching, NOW } from './dispatching.ts';

/** The program that tells: of the passing of deadlines, which nobody records, and webhooks of what they want to hear. */
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
