import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Structured log on standard error (standard output belongs to command results). Callers log ids, codes and counts; the
 * redaction below is the second wall, for what must never be there at all.
 */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'phone',
          'idNumber',
          'patientName',
          'name',
          'text',
          'password',
          'account',
          '*.phone',
          '*.idNumber',
          '*.patientName',
          '*.text',
          '*.password',
          'req.headers',
          'body',
        ],
        censor: '[not logged]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
