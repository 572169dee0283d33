using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MsLite.Filter.Quarantine.Search;
using MsLite.Mail;

namespace MsLite.Web.Api;

/// <summary>The parameters of the list of refused mail, as a question.</summary>
internal static class QuarantineFilter
{
    /// <summary>What narrows the search.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["domain", "day", "q", "reason", "blocker", "sender", "recipient", "ip", "host", "message-id", "from", "to", "seen", "released"];

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out QuarantineQuestion? question, [NotNullWhen(false)] out IResult? fault)
    {
        question = null;
        if (!TryTime(request, "from", out var from, out fault) || !TryTime(request, "to", out var to, out fault)
            || !TryFlag(request, "seen", out var seen, out fault) || !TryFlag(request, "released", out var released, out fault))
        {
            return false;
        }

        question = new QuarantineQuestion
        {
            Domain = Text(request, "domain") is { } domain ? DomainName.ToKey(domain) : null,
            Day = Text(request, "day"),
            Words = Text(request, "q"),
            Reason = Text(request, "reason"),
            Blocker = Text(request, "blocker"),
            Sender = Text(request, "sender"),
            Recipient = Text(request, "recipient"),
            Ip = Text(request, "ip"),
            Host = Text(request, "host"),
            MessageId = Text(request, "message-id"),
            From = from,
            To = to,
            IsSeen = seen,
            IsReleased = released,
        };
        return true;
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static bool TryTime(HttpRequest request, string name, out DateTimeOffset? time, [NotNullWhen(false)] out IResult? fault)
    {
        (time, fault) = (null, null);
        if (Text(request, name) is not { } text)
        {
            return true;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            time = parsed;
            return true;
        }

        fault = ApiProblem.BadRequest($"{name} must be a time such as 2026-11-22T10:00:00Z.");
        return false;
    }

    private static bool TryFlag(HttpRequest request, string name, out bool? flag, [NotNullWhen(false)] out IResult? fault)
    {
        (flag, fault) = (null, null);
        if (Text(request, name) is not { } text)
        {
            return true;
        }

        if (bool.TryParse(text, out var parsed))
        {
            flag = parsed;
            return true;
        }

        fault = ApiProblem.BadRequest($"{name} must be true or false.");
        return false;
    }
}
