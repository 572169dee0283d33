using MsLite.Filter.Spool;
using MsLite.Mail;
using MsLite.Mail.Auth;
using MsLite.Mail.Mime;

namespace MsLite.Filter;

/// <summary>Finds the fields in a stranger's message that claim to be ours: whoever reads the delivered mail trusts those.</summary>
internal sealed class ForgedFields(string hostname)
{
    private static readonly string[] s_names =
    [
        "X-HELO", "X-REMOTE-IP", "X-REMOTE-HOST", "X-MAIL-FROM", "X-RCPT-TO", "X-DOMAIN", "X-LOCALPART",
        "X-DKIM-RESULT", "X-REJECT-REASON", "X-REJECT-PLUGIN",
    ];

    // A header of a thousand fields hides none from us behind the thousandth.
    private static readonly MimeLimits s_wholeHeader = MimeLimits.Default with { MaxFields = int.MaxValue };

    private readonly string _hostKey = DomainName.ToKey(hostname);

    /// <summary>What is left of the message without them, piece by piece.</summary>
    public IReadOnlyList<(long Offset, long Length)> Kept(MimeMessage message, SpooledMessage content)
    {
        var headers = message.Headers;
        if (headers.Count >= MimeLimits.Default.MaxFields)
        {
            using var stream = content.OpenRead();
            headers = MimeMessage.Parse(stream, s_wholeHeader).Headers;
        }

        var forged = Find(headers);
        return forged is null ? [(0, content.Length)] : Between(headers, forged, content.Length);
    }

    private SortedSet<int>? Find(HeaderList headers)
    {
        SortedSet<int>? forged = null;
        foreach (var name in s_names)
        {
            for (var i = headers.IndexOf(name); i >= 0; i = headers.IndexOf(name, i + 1))
            {
                (forged ??= []).Add(i);
            }
        }

        for (var i = headers.IndexOf(AuthenticationResults.FieldName); i >= 0; i = headers.IndexOf(AuthenticationResults.FieldName, i + 1))
        {
            if (ClaimsToBeOurs(headers[i]))
            {
                (forged ??= []).Add(i);
            }
        }

        return forged;
    }

    /// <summary>RFC 8601 §5: a field with our authserv-id that comes from outside is to be removed.</summary>
    private bool ClaimsToBeOurs(HeaderField field) =>
        AuthenticationResults.TryParseAuthservId(field.Value, out var id) && DomainName.ToKey(id) == _hostKey;

    private static List<(long Offset, long Length)> Between(HeaderList headers, SortedSet<int> forged, long length)
    {
        var kept = new List<(long Offset, long Length)>();
        long position = 0;
        foreach (var field in forged.Select(index => headers[index]))
        {
            if (field.Offset > position)
            {
                kept.Add((position, field.Offset - position));
            }

            position = field.Offset + field.Length;
        }

        if (position < length)
        {
            kept.Add((position, length - position));
        }

        return kept;
    }
}
