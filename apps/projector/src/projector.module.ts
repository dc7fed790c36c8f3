import { type Stall } from '#libs/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { type ProjectorConfig } from './config.ts';
import { ON_STALLED, Projecting, PROJECTOR_CONFIG } from './projecting.ts';

/** The program that folds what Kafka carries into the read models. */
@Module({})
export class ProjectorModule {
  static with(config: ProjectorConfig, onStalled: (stall: Stall) => void): DynamicModule {
    return {
      module: ProjectorModule,
      providers: [
        { provide: PROJECTOR_CONFIG, useValue: config },
        { provide: ON_STALLED, useValue: onStalled },
        Projecting,
      ],
    };
  }
}
