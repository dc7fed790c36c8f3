import { type DynamicModule, Module } from '@nestjs/common';
import { type NotaryConfig } from './config.ts';
import { Notarizing, NOTARY_CONFIG } from './notarizing.ts';

/** The program that seals the log: the only one that holds its key. */
@Module({})
export class NotaryModule {
  static with(config: NotaryConfig): DynamicModule {
    return { module: NotaryModule, providers: [{ provide: NOTARY_CONFIG, useValue: config }, Notarizing] };
  }
}
