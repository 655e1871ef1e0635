// serve: the routes as a Hono application, and the closed set of metric labels for their requests.
import { Hono } from 'hono';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import type { Description, Route } from './route.ts';

/** A path split at its parameter: `/rates/{code}.txt`. */
interface Template {
  before: string;
  hasParameter: boolean;
  /** The rest of the path segment after the parameter: `.txt`. */
  suffix: string;
  after: string;
}

function templateOf(path: string): Template {
  const match = /^([^{}]*\/)\{\w+\}([^/{}]*)(\/[^{}]*)?$/.exec(path);
  if (match === null) return { before: path, hasParameter: false, suffix: '', after: '' };
  return { before: match[1] ?? '', hasParameter: true, suffix: match[2] ?? '', after: match[3] ?? '' };
}

/** The path parameter of an address without a query, `KGS` of `/rates/KGS.txt`; `null` for a path without one. */
export function parameterOf(path: string, address: string): string | null {
  const { before, hasParameter, suffix, after } = templateOf(path);
  return hasParameter ? address.slice(before.length, address.length - suffix.length - after.length) : null;
}

/** Throws for routes that collide or lack a part of their description: an error in this code, found at the start. */
export function checkRoutes(routes: readonly Description[]): void {
  const seen = new Set<string>();
  for (const { path, operationId, summary, parameter } of routes) {
    for (const name of [path, operationId]) {
      if (seen.has(name)) throw new Error(`two routes have the name ${name}`);
      seen.add(name);
    }
    if (!/^\/[\w.{}/-]*$/.test(path)) throw new Error(`${path} is not a valid path`);
    if (!/^[a-z][A-Za-z]+$/.test(operationId)) throw new Error(`${path} needs an operationId`);
    if (summary.trim() === '') throw new Error(`${path} needs a summary`);
    const { hasParameter } = templateOf(path);
    if (hasParameter !== (parameter !== undefined) || (!hasParameter && path.includes('{')))
      throw new Error(`${path} and the description of its parameter differ`);
  }
}

/**
 * The routes as an application. Paths that differ only after the parameter (`/rates/{code}`, `/rates/{code}.txt`)
 * become one route in Hono. Two would overlap, and the fast router throws for paths that overlap. By default Hono would
 * then change to a router that is slower for every path, without a message.
 */
export function createRouter(routes: readonly Route[]): Hono {
  checkRoutes(routes);
  const app = new Hono({ router: new RegExpRouter() });
  const families = new Map<string, { suffix: string; route: Route }[]>();
  for (const route of routes) {
    const { before, hasParameter, suffix, after } = templateOf(route.path);
    if (!hasParameter) app.get(route.path, (c) => route.handle(c, ''));
    else {
      const pattern = `${before}:name${after}`;
      families.set(pattern, [...(families.get(pattern) ?? []), { suffix, route }]);
    }
  }
  for (const [pattern, family] of families) {
    // The longest suffix first: the empty one matches every path.
    const members = family.sort((a, b) => b.suffix.length - a.suffix.length);
    app.get(pattern, (c) => {
      const given = c.req.param('name') ?? '';
      const member = members.find(({ suffix }) => given.endsWith(suffix));
      if (member === undefined) return c.notFound();
      return member.route.handle(c, given.slice(0, given.length - member.suffix.length));
    });
  }
  return app;
}

/**
 * Returns the metric label of an address: the path in its description, or `other`. Clients choose the path, and each
 * new label would add a permanent time series.
 */
export function createLabels(routes: readonly Description[]): (url: string) => string {
  const fixed = new Map<string, string>();
  const open: { form: RegExp; label: string; suffix: string }[] = [];
  for (const { path } of routes) {
    const { before, hasParameter, suffix, after } = templateOf(path);
    if (!hasParameter) fixed.set(path, path);
    else {
      const form = new RegExp(`^${literal(before)}[^/]+${literal(suffix + after)}$`);
      open.push({ form, label: path, suffix });
    }
  }
  open.sort((a, b) => b.suffix.length - a.suffix.length);
  return (url) => {
    const end = url.indexOf('?');
    const path = end === -1 ? url : url.slice(0, end);
    return fixed.get(path) ?? open.find(({ form }) => form.test(path))?.label ?? 'other';
  };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
