namespace MsLite.Filter.Journal;

/// <summary>
/// What a row tells and nobody asks for by itself, packed into one column: a column of its own for each costs more than all else when hundreds of rows a
/// second are written, and the bytes of a row cost most of the rest. Less than half of what it was as JSON.
/// </summary>
internal static class JournalDetails
{
    private const int MaxText = 500;
    private const int MaxAuthentication = 2000;

    /// <summary>The first byte. Another order of what follows would be another number; <see cref="FormerDetails"/> begin with a brace.</summary>
    private const ulong Format = 1;

    /// <summary>Those of one recipient's row, as the last column.</summary>
    public static void Write(RowWriter row, Transaction transaction, Fate fate, TimeSpan elapsed)
    {
        var (reply, hasReference) = WithoutReference(PlainText.Clean(fate.Reply.ToString(), MaxText), transaction.Id);
        row.Number(Format);
        row.Number((ulong)(JournalFacts.MarksOf(transaction)
            | RowMarks.ReplyHasReference.If(hasReference)
            | RowMarks.HasShadow.If(JournalTrace.HasShadow(fate.Verdict.Trace))));
        row.Literal(PlainText.Clean(fate.Verdict.File, MaxText));
        row.Text(transaction.Client.SessionId);
        row.Number((ulong)transaction.Content.Length);
        row.Number((ulong)elapsed.TotalMicroseconds);
        row.Sentence(reply);
        row.Text(PlainText.Clean(fate.NextHop, MaxText));
        row.Text(PlainText.Clean(string.Join("; ", transaction.AuthenticationResults), MaxAuthentication));
        JournalFacts.Write(row, transaction);
        JournalTrace.Write(row, fate.Verdict.Trace);
    }

    /// <summary>The row with what its details say.</summary>
    /// <exception cref="InvalidDataException">They are none of ours.</exception>
    public static JournalRow AddTo(JournalRow row, byte[] packed)
    {
        var details = new DetailsReader(packed, row.WrittenTexts);
        var (marks, file) = ReadHead(details);
        var read = row with
        {
            File = file,
            Session = details.Text(),
            Size = (long)details.Number(),
            Ms = details.Number() / 1000.0,
            Reply = details.Text() + (marks.HasFlag(RowMarks.ReplyHasReference) ? Suffix(row.Id) : ""),
            NextHop = details.Text(),
            Authentication = details.Text(),
        };
        return read with { Facts = JournalFacts.Read(details, marks), Trace = JournalTrace.Read(details) };
    }

    /// <summary>The deciding file, and whether checks in shadow stand in the trace.</summary>
    /// <exception cref="InvalidDataException">They are none of ours.</exception>
    public static (string File, bool HasShadow) DecisionOf(byte[] packed)
    {
        var (marks, file) = ReadHead(new DetailsReader(packed, []));
        return (file, marks.HasFlag(RowMarks.HasShadow));
    }

    private static (RowMarks Marks, string File) ReadHead(DetailsReader details)
    {
        if (details.Number() is not Format)
        {
            throw DetailsReader.NoneOfOurs();
        }

        return ((RowMarks)details.Number(int.MaxValue), details.Text());
    }

    private static (string Reply, bool HasReference) WithoutReference(string reply, string id)
    {
        var suffix = Suffix(id);
        return reply.EndsWith(suffix, StringComparison.Ordinal) ? (reply[..^suffix.Length], true) : (reply, false);
    }

    private static string Suffix(string id) => $" [ref {id}]";
}
