using MsLite.Smtp;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>How one run of a batch SMTP program ended.</summary>
internal sealed record BsmtpRun
{
    public const int NoExitCode = -1;

    /// <summary>exim: the first error came before any message was accepted.</summary>
    private const int NothingAccepted = 2;

    private static readonly SmtpReply s_accepted = new(250, "2.0.0", "Accepted");
    private static readonly SmtpReply s_failed = new(451, "4.3.0", "The next hop did not take the message, please try again later");

    /// <summary>The whole message was written.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Why it was not written, when the fault is the message's own.</summary>
    public SmtpReply? Fault { get; init; }

    /// <summary>It had to be killed.</summary>
    public bool IsLate { get; init; }

    /// <summary>It was killed in vain: it may still take the message, and nobody will know.</summary>
    public bool IsRunning { get; init; }

    public int ExitCode { get; init; } = NoExitCode;

    public byte[] Output { get; init; } = [];

    public byte[] Errors { get; init; } = [];

    /// <summary>
    /// What is true of the message. Only exit code 0 without a word of an error means that the program has it. A permanent refusal is
    /// believed only with the exit code that says that nothing was accepted; whatever else happened, the client keeps the message.
    /// </summary>
    public SmtpReply Reply(out int line)
    {
        var error = BatchSmtpError.Find(Output) ?? BatchSmtpError.Find(Errors);
        line = 0;
        if (Fault is not null)
        {
            return Fault;
        }

        if (IsWhole && ExitCode == 0 && error is null && !IsLate)
        {
            return s_accepted;
        }

        if (error is null || ExitCode != NothingAccepted || IsLate)
        {
            return s_failed;
        }

        line = error.Line;
        // To our own client a 421 would say that we close its connection.
        return error.Reply.Code == 421 ? new SmtpReply(451, error.Reply.Enhanced, error.Reply.Lines) : error.Reply;
    }

    /// <summary>For the log.</summary>
    public string Cause =>
        IsRunning ? "it could not be stopped"
        : IsLate ? "it took too long and was stopped"
        : $"exit code {ExitCode}{(IsWhole ? "" : ", not all of it read")}";
}
