import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit, type Tier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { FormDefinition } from '../contract/forms.ts';
import { bundledForms } from '../rules/bundled-forms.ts';
import { type Answer, type FormField, readAnswers, wrongFields } from '../rules/forms.ts';
import { seesForm, visiblePatient } from './read-patient.ts';

interface StoredDefinition {
  readonly form_key: string;
  readonly form_version: number;
  readonly title: string;
  readonly tier: Tier;
  readonly state: 'active' | 'retired';
  readonly fields: FormField[];
  readonly answered: number;
  readonly created_at: number;
}

const newest = `SELECT DISTINCT ON (d.form_key) d.form_key, d.form_version, d.title ->> 'zh' AS title, d.tier, d.state, d.fields, d.created_at,
    (SELECT count(*)::int FROM patient_form_answers a WHERE a.hospital_id = $1 AND a.form_key = d.form_key) AS answered
  FROM patient_form_definitions d WHERE d.hospital_id = $1`;

export async function listForms(tools: Tools, actor: Actor): Promise<{ items: FormDefinition[] }> {
  return tools.db.read(actor, async (tx) => {
    const rows = await tx.query<StoredDefinition>(`${newest} ORDER BY d.form_key, d.form_version DESC LIMIT 200`, [
      tx.hospitalId,
    ]);
    return {
      items: rows.map((row) => ({
        formKey: row.form_key,
        version: row.form_version,
        title: row.title,
        tier: row.tier,
        state: row.state,
        fields: row.fields.map((field) => ({ ...field, options: [...field.options] })),
        answered: row.answered,
        createdAt: row.created_at,
      })),
    };
  });
}

/** Makes a form, or its next version: answers given under an earlier version stay as they are. */
export async function defineForm(
  tools: Tools,
  actor: Actor,
  formKey: string,
  body: {
    readonly version: number;
    readonly title: string;
    readonly tier: Tier;
    readonly state: 'active' | 'retired';
    readonly fields: readonly FormField[];
  },
): Promise<{ version: number } | Refusal> {
  const wrong = wrongFields(body.fields);
  if (wrong.length > 0) return refuse('patients.form-fields-wrong', { fields: wrong.join('、') });
  return tools.db.transaction(actor, async (tx) => {
    const latest = await readDefinition(tx, formKey);
    if ((latest?.form_version ?? 0) !== body.version) return refuse('patients.changed-meanwhile');
    const version = body.version + 1;
    const made = await tx.one(
      `INSERT INTO patient_form_definitions (hospital_id, form_key, form_version, title, fields, tier, state, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING 1`,
      [
        tx.hospitalId,
        formKey,
        version,
        JSON.stringify({ zh: body.title }),
        JSON.stringify(body.fields),
        body.tier,
        body.state,
        actor.accountId,
      ],
    );
    if (!made) return refuse('patients.changed-meanwhile');
    audit(tx, actor, {
      action: 'patient-form.defined',
      subjectKind: 'patient form',
      subjectId: formKey,
      detail: { version, fields: body.fields.length, state: body.state },
    });
    tx.touch('patients');
    return { version };
  });
}

async function readDefinition(tx: Tx, formKey: string): Promise<StoredDefinition | null> {
  return tx.one<StoredDefinition>(`${newest} AND d.form_key = $2 ORDER BY d.form_key, d.form_version DESC LIMIT 1`, [
    tx.hospitalId,
    formKey,
  ]);
}

export async function fillForm(
  tools: Tools,
  actor: Actor,
  wanted: { readonly patientId: string; readonly formKey: string },
  body: { readonly answersVersion: number; readonly answers: Readonly<Record<string, Answer>> },
): Promise<{ answersVersion: number } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wanted.patientId);
    if (!patientId) return refuse('platform.not-found');
    const form = await readDefinition(tx, wanted.formKey);
    if (form?.state !== 'active' || !seesForm(actor, form.tier)) return refuse('patients.form-unknown');
    const read = readAnswers(form.fields, body.answers);
    if ('wrong' in read) return refuse('patients.form-answers-wrong', { fields: read.wrong.join('、').slice(0, 300) });
    const row = await tx.one<{ version: number }>(
      body.answersVersion === 0
        ? `INSERT INTO patient_form_answers (hospital_id, patient_id, form_key, form_version, answers, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT DO NOTHING RETURNING version`
        : `UPDATE patient_form_answers SET form_version = $4, answers = $5, updated_by = $6, version = version + 1, updated_at = clock_timestamp()
           WHERE hospital_id = $1 AND patient_id = $2 AND form_key = $3 AND version = $7 RETURNING version`,
      [
        tx.hospitalId,
        patientId,
        wanted.formKey,
        form.form_version,
        JSON.stringify(read.answers),
        actor.accountId,
        ...(body.answersVersion === 0 ? [] : [body.answersVersion]),
      ],
    );
    if (!row) return refuse('patients.changed-meanwhile');
    audit(tx, actor, {
      action: 'patient.form-filled',
      subjectKind: 'patient',
      subjectId: patientId,
      detail: { form: wanted.formKey, version: form.form_version },
    });
    tx.touch('patients', patientId);
    return { answersVersion: row.version };
  });
}

/** Gives a hospital that has none the forms that come with the product. */
export async function ensureBundledForms(tools: Tools, actor: Actor): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    for (const form of bundledForms)
      await tx.query(
        `INSERT INTO patient_form_definitions (hospital_id, form_key, form_version, title, fields, tier)
         VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [tx.hospitalId, form.formKey, JSON.stringify({ zh: form.title }), JSON.stringify(form.fields), form.tier],
      );
  });
}
