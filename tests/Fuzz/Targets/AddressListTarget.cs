using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Address fields: names without control characters, and valid addresses that are written as they are read.</summary>
public sealed class AddressListTarget : IFuzzTarget
{
    public string Name => "address-list";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "Ann <ann@example.net>, \"Chaplin, Charlie\" <c@example.net>",
        "Friends: a@example.net, B <\"b c\"@[192.0.2.1]>;, (comment (nested)) d@example.net",
        "=?utf-8?q?a=40b=2C?= <@relay.example,@x.example:b@example.net>",
        "foo@@bar <a@b> <c@d>, undisclosed-recipients:;, root");

    public void Run(ReadOnlySpan<byte> data)
    {
        foreach (var mailbox in AddressListParser.Parse(Encoding.UTF8.GetString(data)).Mailboxes)
        {
            if (mailbox.DisplayName.Any(char.IsControl))
            {
                throw new InvalidOperationException("A display name holds a control character.");
            }

            if (mailbox.IsValid && !IsReadTheSame(mailbox.Address))
            {
                throw new InvalidOperationException($"A valid address is read differently the second time: {mailbox.Address}");
            }
        }
    }

    private static bool IsReadTheSame(string address) =>
        AddressListParser.Parse($"<{address}>").Mailboxes is [var again] && again.Address == address;
}
