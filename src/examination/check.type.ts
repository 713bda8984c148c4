import { enumOf } from '../graphql/enum.js';
import { CHECK_STATUSES } from './check.states.js';

export const CheckStatusEnum = enumOf('CheckStatus', CHECK_STATUSES, 'Outcome of a screening or a source check.');
