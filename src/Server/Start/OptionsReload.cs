using MsLite.Filter;
using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>
/// Takes changed options over while the program runs, all of them or none: one fault and everything stays as it was. What needs a restart keeps
/// its value and is named. Environment and command line cannot change, and still win over the files.
/// </summary>
/// <param name="started">As it was read at the start.</param>
/// <param name="commandLine">What the command line says of options.</param>
internal sealed class OptionsReload(
    Configuration started, IReadOnlyList<KeyValuePair<string, string?>> commandLine, CurrentOptions current, TimeProvider clock, ILogger<OptionsReload> log)
    : IOptionValues, INoticeSource
{
    private volatile OptionState _state = OptionState.AtStart(started.Root);
    private string _read = started.Print;
    private string _seen = started.Print;

    public IReadOnlyList<OptionValue> Values => OptionValues.Of(_state, current.Value);

    public OptionFault? Fault => _state.Fault;

    public IReadOnlyList<Notice> Notices => Fault is { } fault
        ? [new Notice("Options", $"What has changed in {fault.Files} is not in force, and everything stays as it was: {string.Join(' ', fault.Faults)}", "Mend the file; it is read again as soon as it is saved.")]
        : [];

    /// <summary>Reads again when something has changed and is whole: twice the same, so that a file that is being written has its time.</summary>
    public void Look()
    {
        var print = OptionFiles.Print();
        var isStill = print == _seen;
        _seen = print;
        if (isStill && print != _read)
        {
            Read();
        }
    }

    /// <summary>Reads again in any case.</summary>
    public void Read()
    {
        var next = Configuration.Load(commandLine);
        _read = next.Print;
        List<string> faults = [.. next.Faults];
        if (faults.Count == 0 && next.Options.Delivery != current.Value.Delivery)
        {
            faults.AddRange(Directories.PrepareDelivery(next.Options));
        }

        if (faults.Count > 0)
        {
            Refuse(new OptionFault(clock.GetUtcNow(), OptionFiles.Named, faults));
        }
        else
        {
            Take(next);
        }
    }

    private void Refuse(OptionFault fault)
    {
        _state = _state with { Fault = fault };
        log.OptionsRefused(fault.Files, string.Join(' ', fault.Faults));
    }

    private void Take(Configuration next)
    {
        var before = current.Value;
        var waiting = FindWaiting(next);
        foreach (var key in OptionsReader.Keys.Where(key => key.NeedsRestart))
        {
            key.Copy(before, next.Options);
        }

        var changed = OptionsReader.Keys.Where(key => !key.IsSame(before, next.Options)).ToList();
        LogWaiting(waiting);
        _state = new OptionState(started.Root, next.Root, waiting, Fault: null);
        var faults = changed.Count > 0 ? current.Take(next.Options) : [];
        changed.ForEach(key => log.OptionChanged(key.Name, Text(key.Of(next.Options)), Text(key.Of(before))));
        log.OptionsRead(OptionFiles.Named, changed.Count);
        foreach (var fault in faults)
        {
            log.OptionNotFollowed(fault);
        }
    }

    private Dictionary<string, string[]> FindWaiting(Configuration next) => OptionsReader.Keys
        .Where(key => key.NeedsRestart && !started.Given[key.Name].SequenceEqual(next.Given[key.Name], StringComparer.Ordinal))
        .ToDictionary(key => key.Name, key => next.Given[key.Name]);

    private void LogWaiting(Dictionary<string, string[]> waiting)
    {
        foreach (var (name, value) in waiting)
        {
            if (!_state.Waiting.TryGetValue(name, out var known) || !known.SequenceEqual(value, StringComparer.Ordinal))
            {
                log.OptionWaits(name);
            }
        }
    }

    private static string Text(string[] values) => string.Join(", ", values) is { Length: > 0 } text ? text : "nothing";
}
