import { identifier } from '#libs/domain';
import { requestToFacts, streamsNamedByRequest } from '#libs/interchange';
import { Controller, Inject, Param, Post } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { dryRunQuery } from './dry-run.ts';
import { invalidBody } from '../problems/invalid-body.ts';
import {
  addressOf,
  generatedId,
  recordsCorrection,
  recordsOne,
  recordsTowards,
  type RequestKind,
  withEvidence,
} from './item-requests.ts';
import { KnownStreams } from './known-streams.ts';
import { type Receipt, RecordingDoor } from './recording-door.ts';

/** One fact at a time, in the form it has in a record. */
@Controller('v1')
export class ItemsController {
  constructor(
    @Inject(KnownStreams) private readonly streams: KnownStreams,
    @Inject(RecordingDoor) private readonly door: RecordingDoor,
  ) {}

  @Post('sources')
  @Endpoint(recordsOne('source', 'Register a source'))
  recordSource(@Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('source', exchange);
  }

  @Post('commitments')
  @Endpoint(recordsOne('commitment', 'Announce a commitment'))
  recordCommitment(@Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('commitment', exchange);
  }

  @Post('conferences')
  @Endpoint(recordsOne('conference', 'Record a conference that was held'))
  recordConference(@Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('conference', exchange);
  }

  @Post('sanctions-packages')
  @Endpoint(recordsOne('sanctionsPackage', 'Record a package of sanctions that was adopted'))
  recordSanctionsPackage(@Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('sanctionsPackage', exchange);
  }

  @Post('commitments/:id/deliveries')
  @Endpoint(recordsTowards('delivery', 'Record a delivery towards a commitment'))
  recordDelivery(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('delivery', exchange, commitment);
  }

  @Post('commitments/:id/disbursements')
  @Endpoint(recordsTowards('disbursement', 'Record a disbursement towards a commitment'))
  recordDisbursement(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('disbursement', exchange, commitment);
  }

  @Post('commitments/:id/allocations')
  @Endpoint(recordsTowards('allocation', 'Record an allocation to a commitment'))
  recordAllocation(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('allocation', exchange, commitment);
  }

  @Post('commitments/:id/passages')
  @Endpoint(recordsTowards('passage', 'Record a further milestone that a delivery or disbursement passed'))
  recordPassage(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('passage', exchange, commitment);
  }

  @Post('commitments/:id/agreement-stages')
  @Endpoint(recordsTowards('agreementStage', 'Record a stage that an agreement reached'))
  recordAgreementStage(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('agreementStage', exchange, commitment);
  }

  @Post('commitments/:id/steps')
  @Endpoint(recordsTowards('step', 'Record a step taken towards a commitment'))
  recordStep(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('step', exchange, commitment);
  }

  @Post('commitments/:id/evidence')
  @Endpoint(recordsTowards('attachment', 'Attach a further source to a fact recorded for a commitment'))
  attachEvidence(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('attachment', exchange, commitment);
  }

  @Post('commitments/:id/withdrawals')
  @Endpoint(recordsTowards('withdrawal', 'Record that a committer withdrew a commitment'))
  recordWithdrawal(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('withdrawal', exchange, commitment);
  }

  @Post('commitments/:id/releases')
  @Endpoint(recordsTowards('release', 'Record that a beneficiary released a commitment'))
  recordRelease(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('release', exchange, commitment);
  }

  @Post('commitments/:id/supersessions')
  @Endpoint(recordsTowards('supersession', 'Record that another commitment superseded a commitment'))
  recordSupersession(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('supersession', exchange, commitment);
  }

  @Post('commitments/:id/coverage')
  @Endpoint(recordsTowards('coverage', 'Record that a source declares its record complete over a period'))
  declareCoverage(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('coverage', exchange, commitment);
  }

  @Post('commitments/:id/disputes')
  @Endpoint(recordsTowards('dispute', 'Record that sources disagree about a fact of a commitment'))
  openDispute(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('dispute', exchange, commitment);
  }

  @Post('commitments/:id/challenges')
  @Endpoint(
    recordsTowards('challenge', 'Record that somebody contests a fact of a commitment, or a source of it'),
  )
  challengeEvidence(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('challenge', exchange, commitment);
  }

  @Post('commitments/:id/resolutions')
  @Endpoint(recordsTowards('resolution', 'Record how a dispute or challenge of a commitment was resolved'))
  resolveDispute(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('resolution', exchange, commitment);
  }

  @Post('commitments/:id/assessments')
  @Endpoint(
    recordsTowards('assessment', 'Record somebody’s judgement of a commitment, which decides nothing'),
  )
  recordAssessment(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('assessment', exchange, commitment);
  }

  @Post('commitments/:id/corrections')
  @Endpoint(
    recordsTowards('correction', 'Correct the record of a commitment: tell a fact anew, or retract it'),
  )
  recordCorrection(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('correction', exchange, commitment);
  }

  @Post('corrections')
  @Endpoint(
    recordsCorrection(
      'Correct the record of a source, meeting, position, total or package: tell it anew, or retract it',
    ),
  )
  recordStreamCorrection(@Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('correction', exchange);
  }

  @Post('commitments/:id/sameness')
  @Endpoint(recordsTowards('sameness', 'Propose that two facts may be one and the same'))
  proposeSameness(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('sameness', exchange, commitment);
  }

  @Post('commitments/:id/sameness/confirmations')
  @Endpoint(recordsTowards('samenessConfirmation', 'Confirm that two facts are one and the same'))
  confirmSameness(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('samenessConfirmation', exchange, commitment);
  }

  @Post('commitments/:id/sameness/rejections')
  @Endpoint(recordsTowards('samenessRejection', 'Reject that two facts are one and the same'))
  rejectSameness(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('samenessRejection', exchange, commitment);
  }

  @Post('commitments/:id/amendments')
  @Endpoint(recordsTowards('amendment', 'Record that the parties changed a commitment'))
  recordAmendment(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('amendment', exchange, commitment);
  }

  @Post('commitments/:id/specifications')
  @Endpoint(recordsTowards('specification', 'Record that a commitment was stated more precisely'))
  recordSpecification(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('specification', exchange, commitment);
  }

  @Post('commitments/:id/reaffirmations')
  @Endpoint(recordsTowards('reaffirmation', 'Record that a commitment was said again'))
  recordReaffirmation(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('reaffirmation', exchange, commitment);
  }

  @Post('commitments/:id/relations')
  @Endpoint(recordsTowards('relation', 'Record how a commitment stands to another'))
  recordRelation(@Param('id') commitment: string, @Exchange() exchange: Exchanged): Promise<Receipt> {
    return this.#record('relation', exchange, commitment);
  }

  /** The way of a record that holds this item and nothing else. */
  async #record(kind: RequestKind, { request, reply }: Exchanged, commitment?: string): Promise<Receipt> {
    const { dryRun } = parsedQuery(dryRunQuery, request.query);
    if (commitment !== undefined && !identifier.safeParse(commitment).success)
      throw notFound('commitment', commitment);
    const { body, asSent } = withEvidence(request.body);
    try {
      const address = { id: generatedId(kind, uuidv7()), ...(commitment !== undefined && { commitment }) };
      const read = await this.streams.in(streamsNamedByRequest(kind, body, address));
      const result = requestToFacts(kind, body, address, read.histories);
      if ('errors' in result) throw invalidBody(result.errors);
      const { facts } = result;
      const { findings, ...answer } = await this.door.record(request, reply, {
        facts,
        read,
        sent: request.body,
        dryRun,
        ...addressOf(kind, facts),
      });
      return { ...answer, findings: findings.map(asSent) };
    } catch (error) {
      throw error instanceof Problem ? error.with(asSent) : error;
    }
  }
}
