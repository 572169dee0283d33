using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Dmarc;

/// <summary>The domains of the From field: whose name the message uses (RFC 9989 §5.3.1).</summary>
public static class AuthorDomains
{
    /// <summary>Each author domain once, in A-labels, of every address in every From field: a reader may show any of them.</summary>
    public static IReadOnlyList<string> Of(HeaderList headers)
    {
        var domains = new List<string>();
        foreach (var field in headers.All("From"))
        {
            foreach (var mailbox in AddressListParser.Parse(field.Value).Mailboxes)
            {
                var domain = DomainName.ToKey(mailbox.Domain);
                if (domain.Length > 0 && !domains.Contains(domain))
                {
                    domains.Add(domain);
                }
            }
        }

        return domains;
    }
}
