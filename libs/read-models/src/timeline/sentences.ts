import {
  namesInWords,
  partyName,
  pathInWords,
  quantityInWords,
  readingInWords,
  subjectInWords,
  termsInWords,
  unreachable,
  type EventData,
  type LedgerEvent,
} from '#libs/domain';

/** A fact as one plain sentence, without its date. */
export function sentenceOf(event: LedgerEvent): string {
  switch (event.type) {
    case 'SourceRegistered':
      return `${event.data.publisher} published: ${event.data.title}.`;
    case 'MeetingHeld':
      return `${event.data.title}, in ${event.data.place.city}.`;
    case 'ConferenceHeld':
      return `Conference held in ${event.data.place.city}: ${event.data.title}.`;
    case 'AgreementSigned':
      return `${namesInWords(event.data.parties)} signed: ${event.data.title}.`;
    case 'PositionStated':
      return `${partyName(event.data.attribution.onBehalfOf)} on ${event.data.topic}: ${ended(event.data.summary)}`;
    case 'CumulativeReported':
      return totalInWords(event.data);
    case 'ExhibitionPresented':
      return `Exhibition presented: ${event.data.title}.`;
    case 'ContributionAcknowledged':
      return `Thanks to ${event.data.person} (${event.data.office}): ${ended(event.data.contribution)}`;
    case 'SanctionsPackageAdopted':
      return packageInWords(event.data);
    case 'FulfilmentAwaited':
      return `Packages of ${partyName(event.data.imposer)} on account of ${partyName(event.data.target)} after ${event.data.after} count towards ${event.data.commitment}.`;
    case 'CommitmentAnnounced':
    case 'FundsAllocated':
    case 'FundsDisbursed':
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
    case 'StepTaken':
    case 'FulfilmentLinked':
    case 'EvidenceAttached':
      return progressInWords(event);
    case 'CommitmentWithdrawn':
      return `Withdrawn by ${partyName(event.data.by)}: ${event.data.commitment}.`;
    case 'CommitmentReleased':
      return `Released by ${partyName(event.data.by)}: ${event.data.commitment}.`;
    case 'CommitmentSuperseded':
      return `Superseded by ${event.data.successor}: ${event.data.commitment}.`;
    case 'MilestonePassed':
      return passageInWords(event.data);
    case 'AgreementStageReached':
      return stageInWords(event.data);
    case 'CoverageDeclared':
      return `Record declared complete for ${event.data.commitment} over ${event.data.period}.`;
    case 'CommitmentAmended':
    case 'CommitmentSpecified':
    case 'CommitmentReaffirmed':
    case 'CommitmentRelated':
      return statementInWords(event);
    case 'CorrectionRecorded': {
      const { corrects, replacement, reason } = event.data;
      if (!replacement) return `Retracted: ${corrects}. ${ended(reason)}`;
      return `Corrected: ${corrects}. ${ended(reason)} Now: ${sentenceOf(replacement)}`;
    }
    case 'SamenessProposed':
      return `Perhaps one and the same: ${event.data.of} and ${event.data.with}. ${ended(event.data.reason)}`;
    case 'SamenessConfirmed':
      return `Confirmed that ${event.data.sameness} is one and the same. ${ended(event.data.reason)}`;
    case 'SamenessRejected':
      return `Rejected that ${event.data.sameness} is one and the same. ${ended(event.data.reason)}`;
    case 'DeadlinePassed':
      return `The deadline has passed: ${event.data.commitment} was due ${event.data.due}.`;
    case 'DisputeOpened':
    case 'DisputeResolved':
    case 'EvidenceChallenged':
    case 'AssessmentRecorded':
      return doubtInWords(event);
    default:
      return unreachable(event);
  }
}

type Doubt = Extract<
  LedgerEvent,
  {
    readonly type: 'DisputeOpened' | 'DisputeResolved' | 'EvidenceChallenged' | 'AssessmentRecorded';
  }
>;

function doubtInWords(event: Doubt): string {
  switch (event.type) {
    case 'DisputeOpened': {
      const said = event.data.readings.map(
        (reading) => `${readingInWords(reading)} (${reading.attribution.saidBy})`,
      );
      return `Sources disagree ${subjectInWords(event.data)}: ${said.join('; ')}.`;
    }
    case 'DisputeResolved':
      return `Resolved, ${event.data.held === null ? 'no reading holds' : `${event.data.held} holds`}: ${event.data.dispute}. ${ended(event.data.reason)}`;
    case 'EvidenceChallenged':
      return `Contested by ${event.data.attribution.saidBy}: ${event.data.about}. ${ended(event.data.grounds)}`;
    case 'AssessmentRecorded':
      return `Judged by ${event.data.assessor}: ${ended(event.data.judgement)}`;
    default:
      return unreachable(event);
  }
}

type Progress = Extract<
  LedgerEvent,
  {
    readonly type:
      | 'CommitmentAnnounced'
      | 'FundsAllocated'
      | 'FundsDisbursed'
      | 'GeneratorsDelivered'
      | 'GoodsDelivered'
      | 'StepTaken'
      | 'FulfilmentLinked'
      | 'EvidenceAttached';
  }
>;

function progressInWords(event: Progress): string {
  switch (event.type) {
    case 'CommitmentAnnounced': {
      const { committers, beneficiaries, strength, title } = event.data;
      return `${namesInWords(committers)} towards ${namesInWords(beneficiaries)} (${strength}): ${ended(title)}`;
    }
    case 'FundsAllocated':
      return `Allocated: ${quantityInWords(event.data.amount)}.`;
    case 'FundsDisbursed':
      return `Paid (${event.data.milestone}): ${quantityInWords(event.data.amount)}.`;
    case 'GeneratorsDelivered':
    case 'GoodsDelivered':
      return `Delivered (${event.data.milestone.replace('-', ' ')}): ${quantityInWords(event.data.quantity)}.`;
    case 'StepTaken':
      return `Step taken: ${ended(event.data.title)}`;
    case 'FulfilmentLinked':
      return `Counts towards ${event.data.commitment}: ${ended(event.data.title)}`;
    case 'EvidenceAttached':
      return `A further source for ${event.data.supports}: ${event.data.evidence.map(({ source }) => source).join(', ')}.`;
    default:
      return unreachable(event);
  }
}

function totalInWords({
  attribution,
  total,
  verb,
  committers,
  beneficiaries,
  period,
}: EventData<'CumulativeReported'>): string {
  return (
    `${partyName(attribution.onBehalfOf)} reports a total of ${quantityInWords(total)} ${verb} ` +
    `by ${namesInWords(committers)} to ${namesInWords(beneficiaries)} over ${period}.`
  );
}

function passageInWords({ of, milestone, quantity }: EventData<'MilestonePassed'>): string {
  const passed = milestone.replace('-', ' ');
  return `${passed.charAt(0).toUpperCase()}${passed.slice(1)}: ${quantity ? `${quantityInWords(quantity)} of ${of}` : of}.`;
}

function stageInWords({ commitment, stage, by }: EventData<'AgreementStageReached'>): string {
  const reached = stage === 'in-force' ? 'In force' : stage === 'signed' ? 'Signed' : 'Ratified';
  return `${reached}${by === undefined ? '' : ` ${stage === 'in-force' ? 'for' : 'by'} ${partyName(by)}`}: the agreement of ${commitment}.`;
}

function packageInWords({ imposer, target, number }: EventData<'SanctionsPackageAdopted'>): string {
  const named = number === null ? 'a sanctions package of unknown number' : `sanctions package ${number}`;
  return `${partyName(imposer)} adopted ${named} on account of ${partyName(target)}.`;
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

type Stated = Extract<
  LedgerEvent,
  {
    readonly type: 'CommitmentAmended' | 'CommitmentSpecified' | 'CommitmentReaffirmed' | 'CommitmentRelated';
  }
>;

function statementInWords(event: Stated): string {
  const { commitment } = event.data;
  switch (event.type) {
    case 'CommitmentAmended':
      return `Amended by ${namesInWords(event.data.by)}: ${commitment}: ${ended(termsInWords(event.data.terms))}`;
    case 'CommitmentSpecified':
      return `Specified: ${commitment}: ${ended(termsInWords(event.data.terms))}`;
    case 'CommitmentReaffirmed':
      return `Reaffirmed: ${commitment}.`;
    case 'CommitmentRelated': {
      const { type: relation, to } = event.data;
      return `Related: ${commitment} ${pathInWords([{ from: commitment, relation, to }])}.`;
    }
    default:
      return unreachable(event);
  }
}
