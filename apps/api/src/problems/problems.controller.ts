import { Controller, Get, Header, Param } from '@nestjs/common';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { isProblemCode } from './catalogue.ts';
import { notFound } from './problem.ts';
import { problemText } from './problems-page.ts';

@Controller('problems')
export class ProblemsController {
  @Get(':code')
  @Header('Content-Type', 'text/markdown; charset=utf-8')
  @Endpoint({
    permission: 'public',
    tag: 'About',
    summary: 'What a problem code means and what to do about it',
    parameters: { code: 'The code of a problem' },
    answer: { description: 'The meaning and the remedy, in Markdown', mediaType: 'text/markdown' },
    problems: ['not-found'],
  })
  problem(@Param('code') code: string): string {
    if (!isProblemCode(code)) throw notFound('problem', code);
    return problemText(code);
  }
}
