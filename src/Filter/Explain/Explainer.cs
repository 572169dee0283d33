using System.Net;
using MsLite.Filter.Policy;
using MsLite.Filter.Spool;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Explain;

/// <summary>Climbs the ladder for a message that nobody sends: what would become of it, and which file says so.</summary>
public sealed class Explainer(Judge judge, MessageSpool spool, SrvTree tree, RecipientCallouts callouts, CurrentOptions options, TimeProvider time)
{
    /// <summary>The verdict for the message in <paramref name="content"/> (seekable).</summary>
    public async ValueTask<Verdict> ExplainAsync(Stream content, ExplainQuestion question, CancellationToken ct)
    {
        using var spooled = await spool.ReadAsync(content, ct);
        var transaction = new Transaction
        {
            Id = "explain",
            IsRehearsal = true,
            Client = new SmtpClientHost
            {
                SessionId = "explain",
                EndPoint = new IPEndPoint(question.Ip.IsIPv4MappedToIPv6 ? question.Ip.MapToIPv4() : question.Ip, 0),
                LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                HelloName = question.Helo,
                Extended = true,
            },
            ReturnPath = question.From,
            Parameters = MailParameters.None,
            Received = time.GetUtcNow(),
            Options = options.Value,
            Content = spooled,
            Message = MimeMessage.Parse(spooled.OpenRead()),
        };
        transaction.Recipients.Add(await RecipientAsync(transaction, question, ct));
        return (await judge.JudgeAsync(transaction, ct))[0];
    }

    private async ValueTask<Recipient> RecipientAsync(Transaction transaction, ExplainQuestion question, CancellationToken ct)
    {
        var recipient = new Recipient(question.To, RcptParameters.None);
        try
        {
            return tree.FindDomain(recipient.Domain) is { } policy ? await callouts.AskAsync(transaction, recipient, policy, ct) : recipient;
        }
        catch (IOException)
        {
            // The judge comes upon the same fault, and says so.
            return recipient;
        }
    }

    /// <summary>The command <c>explain</c>: prints the ladder and gives the exit code, 0 delivered, 1 refused, 3 deferred.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public async Task<int> RunAsync(string file, ExplainQuestion question, bool json, TextWriter output, CancellationToken ct)
    {
        await using var content = File.OpenRead(file);
        var verdict = await ExplainAsync(content, question, ct);
        await output.WriteLineAsync(json ? ExplainText.Json(verdict) : ExplainText.Plain(verdict));
        return verdict.Kind switch
        {
            VerdictKind.Deliver => 0,
            VerdictKind.Refuse => 1,
            _ => 3,
        };
    }
}
