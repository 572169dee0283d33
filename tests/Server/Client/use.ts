// What a provisioning script does with a client that was generated from the description: every name and type here comes from there.
import { createClient, createConfig } from './client/client';
import { findQuarantined, getQuarantined, listDomains, putDomain, putValidUser, release } from './client';

declare const process: { argv: string[]; exit(code: number): never };

const [, , baseUrl, token, id] = process.argv;
const client = createClient(createConfig({ baseUrl, auth: token, throwOnError: true as const }));

function check(holds: boolean, what: string): void {
  if (!holds) {
    console.error(`Not so: ${what}`);
    process.exit(1);
  }
}

async function main(): Promise<void> {
  const put = await putDomain({ client, path: { domain: 'client.example' } });
  check(put.response.status === 201, 'the domain was made');

  const domains = await listDomains({ client });
  check(domains.data!.items.some(domain => domain.name === 'client.example'), 'the domain is listed');

  const user = await putValidUser({ client, path: { domain: 'client.example', user: 'bob' }, body: { note: 'by a client' } });
  check(user.data!.path === 'client.example/users/valid/bob', 'the user was added');

  const found = await findQuarantined({ client, query: { domain: 'refused.example', q: 'offer' } });
  check(found.data!.items.some(copy => copy.id === id), 'the message is found');

  const message = await getQuarantined({ client, path: { id } });
  check(message.data!.blocker === 'blacklisted/senders', 'the message says why');

  const released = await release({ client, path: { id }, headers: { 'Idempotency-Key': 'once' } });
  const again = await release({ client, path: { id }, headers: { 'Idempotency-Key': 'once' } });
  check(released.data!.copies!.every(copy => copy.released === true), 'the message is released');
  check(JSON.stringify(again.data) === JSON.stringify(released.data), 'the same key gets the same answer');

  console.log('All of it is so.');
}

main().catch(fault => {
  console.error(fault);
  process.exit(1);
});
