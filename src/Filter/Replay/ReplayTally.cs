using MsLite.Filter.Journal;

namespace MsLite.Filter.Replay;

/// <summary>Counts, message by message, how the one ladder and the other would have it.</summary>
internal sealed class ReplayTally
{
    private const int MostExamples = 20;

    private readonly Dictionary<(FateKind Before, FateKind After), int> _moves = [];
    private readonly Dictionary<string, int> _missing = [];
    private readonly List<ReplayExample> _examples = [];
    private int _messages;
    private int _cannotSay;

    public void AddUnknown(IEnumerable<string> missing)
    {
        _messages++;
        _cannotSay++;
        foreach (var what in missing.Distinct())
        {
            _missing[what] = _missing.GetValueOrDefault(what) + 1;
        }
    }

    public void Add(JournalRow row, FateKind before, FateKind after, Verdict verdict)
    {
        _messages++;
        if (before == after)
        {
            return;
        }

        _moves[(before, after)] = _moves.GetValueOrDefault((before, after)) + 1;
        if (_examples.Count < MostExamples)
        {
            _examples.Add(new ReplayExample(row.Id, row.Time, row.Sender, row.Recipient, row.Subject, before, after, verdict.Blocker, verdict.File));
        }
    }

    public ReplayCount Count(DateTimeOffset since, bool isWhole) => new(
        since, _messages, isWhole, _cannotSay, _missing, [.. _moves.Select(move => new ReplayMove(move.Key.Before, move.Key.After, move.Value)).OrderByDescending(move => move.Messages)],
        _examples);
}
