import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { RouteExtras, Routes } from '#platform/http/serve.ts';
import { tencentTaken } from '#platform/outreach/index.ts';
import type { Tools } from '#platform/tools.ts';
import * as contract from '../contract/outreach.ts';
import { changeSmsAccount, changeWechatAccount, disconnectAccount, readShownAccounts } from '../outreach/accounts.ts';
import { type CallbackCall, receiveSms, receiveTencent, receiveWechat } from '../outreach/receive.ts';

export function outreachRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readOutreachAccounts, (actor) => readShownAccounts(tools, actor));
  routes.serve(contract.changeWechatAccount, async (actor, { body }) => {
    await changeWechatAccount(tools, actor, body);
    return readShownAccounts(tools, actor);
  });
  routes.serve(contract.changeSmsAccount, async (actor, { body }) => {
    const made = await changeSmsAccount(tools, actor, body);
    return { ...(await readShownAccounts(tools, actor)), ...made };
  });
  routes.serve(contract.disconnectOutreachAccount, async (actor, { params }) => {
    await disconnectAccount(tools, actor, params.channel);
    return readShownAccounts(tools, actor);
  });
  webhookRoutes(routes, tools);
}

function webhookRoutes(routes: Routes<Actor>, tools: Tools): void {
  const wechat = async (call: Omit<CallbackCall, 'hospitalId'> & { hospitalId: string }, { reply }: RouteExtras) => {
    const hospitalId = await knownHospital(tools, call.hospitalId);
    if (!hospitalId) return refuse('outreach.refused');
    const answer = await receiveWechat(tools, { ...call, hospitalId });
    if (isRefusal(answer)) return answer;
    return reply.code(200).type(`${answer.mediaType}; charset=utf-8`).send(answer.body);
  };
  routes.serve(contract.verifyWechatCallback, (_, { params, query }, extras) =>
    wechat({ hospitalId: params.hospitalId, method: 'GET', query, rawBody: '' }, extras),
  );
  routes.serve(contract.receiveWechatCallback, (_, { params, query }, extras) =>
    wechat({ hospitalId: params.hospitalId, method: 'POST', query, rawBody: extras.request.rawBody }, extras),
  );
  routes.serve(contract.receiveSmsWebhook, async (_, { params }, { request, reply }) => {
    const hospitalId = await knownHospital(tools, params.hospitalId);
    if (!hospitalId) return refuse('outreach.refused');
    const taken = await receiveSms(tools, { hospitalId, headers: request.headers, rawBody: request.rawBody });
    return isRefusal(taken) ? taken : reply.code(200).send({ taken: true });
  });
  routes.serve(contract.receiveTencentReply, async (_, { params }, { request, reply }) => {
    const hospitalId = await knownHospital(tools, params.hospitalId);
    if (!hospitalId) return refuse('outreach.refused');
    const call = { hospitalId, pathToken: params.token, rawBody: request.rawBody };
    const taken = await receiveTencent(tools, call);
    return isRefusal(taken) ? taken : reply.code(200).send(tencentTaken);
  });
}

async function knownHospital(tools: Tools, hospitalId: string): Promise<HospitalId | null> {
  const { rows } = await tools.db.shared.query<{ hospital_id: HospitalId }>(
    'SELECT hospital_id FROM hospital_hospitals WHERE hospital_id = $1',
    [hospitalId],
  );
  return rows[0]?.hospital_id ?? null;
}
