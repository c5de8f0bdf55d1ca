import type { FastifyRequest } from 'fastify';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Routes } from '#platform/http/serve.ts';
import type { Tools } from '#platform/tools.ts';
import * as sso from '../actions/sso.ts';
import type { Actor } from '../actor.ts';
import * as contract from '../contract-sso.ts';
import { clientOf } from '../gate.ts';
import { isHttps } from '../sign-in.ts';
import * as store from '../store-sso.ts';

const browserCookie = 'renmai.sso';

/** Single sign-on: the way out to the provider and back, and its settings. */
export function ssoRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.listSsoOffers, async () => {
    const { rows } = await tools.db.shared.query<{ hospital_id: string; label: string }>(
      'SELECT hospital_id, label FROM staff_sso_offers()',
    );
    return { items: rows.map((row) => ({ id: row.hospital_id, label: row.label })) };
  });
  routes.serve(contract.beginSso, async (_, { params, query }, { request, reply }) => {
    const hospitalId = params.hospitalId as HospitalId;
    const begun = await sso.beginSso(tools, hospitalId, originOf(tools, request), query.return);
    if (isRefusal(begun)) return toSignIn(begun);
    reply.setCookie(browserCookie, begun.browserSecret, {
      path: sso.callbackPath,
      httpOnly: true,
      // Lax: the provider's redirect back is a top-level GET.
      sameSite: 'lax',
      secure: isHttps(tools.config),
      maxAge: 600,
    });
    return reply.redirect(begun.address);

    function toSignIn(refusal: Refusal) {
      return reply.redirect(`/login?problem=${refusal.code}`);
    }
  });
  routes.serve(contract.finishSso, async (_, __, { request, reply }) => {
    const finished = await sso.finishSso(tools, clientOf(request), {
      address: new URL(request.url, originOf(tools, request)),
      browserSecret: request.cookies[browserCookie] ?? '',
    });
    reply.clearCookie(browserCookie, { path: sso.callbackPath });
    if (isRefusal(finished)) return reply.redirect(`/login?problem=${finished.code}`);
    reply.header('set-cookie', finished.cookie);
    const back = encodeURIComponent(finished.returnPath);
    return reply.redirect(finished.status === 'signed_in' ? finished.returnPath : `/login?step=code&return=${back}`);
  });
  settingRoutes(routes, tools);
}

function settingRoutes(routes: Routes<Actor>, tools: Tools): void {
  routes.serve(contract.readSso, async (actor) => {
    const row = await tools.db.read(actor, store.readProvider);
    return { provider: row && shownProvider(row) };
  });
  routes.serve(contract.changeSso, async (actor, { body }) => {
    const row = await sso.changeProvider(tools, actor, body);
    return isRefusal(row) ? row : { provider: shownProvider(row) };
  });
  routes.serve(contract.removeSso, async (actor) => {
    await sso.removeProvider(tools, actor);
    return undefined;
  });
}

function shownProvider(row: store.ProviderRow): contract.SsoSettings {
  return {
    label: row.label,
    issuer: row.issuer,
    clientId: row.client_id,
    hasClientSecret: row.client_secret_sealed !== null,
    matchBy: row.match_by,
    strongMethods: row.strong_methods,
    isActive: row.is_active,
    redirectPath: sso.callbackPath,
    changedAt: new Date(row.changed_at).toISOString(),
  };
}

/** The address people type; without one configured, the one this request came to. */
function originOf({ config }: Tools, request: FastifyRequest): string {
  return config.publicUrl ? new URL(config.publicUrl).origin : `${request.protocol}://${request.host}`;
}
