namespace MsLite.Mail.Mime;

/// <summary>What an address field holds.</summary>
/// <param name="Mailboxes">First to last, members of groups included.</param>
/// <param name="IsAmbiguous">Whether readers may find other addresses in it: two in one place, an unclosed quote, text behind an address, a limit reached.</param>
public sealed record AddressList(IReadOnlyList<Mailbox> Mailboxes, bool IsAmbiguous)
{
    public static readonly AddressList Empty = new([], IsAmbiguous: false);
}
