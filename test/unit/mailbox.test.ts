import { mailboxOf, mailDomainOf } from '../../domain/delivery/mailbox';

test.each([
  ['Jo.Doe+news@Example.org', 'jodoe@example.org'],
  ['jodoe@example.org', 'jodoe@example.org'],
  ['j.o.d.o.e+a+b@example.org', 'jodoe@example.org'],
  ['+tag@example.org', '+tag@example.org'],
  ['zoe@bücher.example', 'zoe@xn--bcher-kva.example'],
])('T8: %s counts as %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test('T8: the domain of an address, as hosts are compared', () => {
  expect(mailDomainOf('Zoë@BÜCHER.example')).toBe('xn--bcher-kva.example');
});
