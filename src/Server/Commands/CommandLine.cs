using MsLite.Web.Start;

namespace MsLite.Web.Commands;

/// <summary>
/// The arguments, sorted: a command with its words and options, and the <c>--MsLite:…</c> options of the configuration, in any order.
/// </summary>
internal sealed class CommandLine
{
    private readonly List<string> _words = [];
    private readonly List<(string Name, string? Value)> _options = [];
    private readonly Dictionary<string, string?> _configuration = new(StringComparer.OrdinalIgnoreCase);

    private CommandLine(Command command) => Command = command;

    public Command Command { get; private set; }

    /// <summary>What stands behind the command.</summary>
    public IReadOnlyList<string> Words => _words;

    public IReadOnlyDictionary<string, string?> Configuration => _configuration;

    /// <summary>The arguments make no sense: a sentence that says why. Null otherwise.</summary>
    public string? Fault { get; private set; }

    public bool AsksForHelp { get; private set; }

    public bool AsksForVersion { get; private set; }

    public bool Has(string option) => _options.Exists(pair => pair.Name == option);

    /// <summary>The option's value; the empty string when it was not given.</summary>
    public string this[string option] => _options.Find(pair => pair.Name == option).Value ?? "";

    /// <summary>The values of an option that may be given several times.</summary>
    public IEnumerable<string> All(string option) => _options.Where(pair => pair.Name == option).Select(pair => pair.Value ?? "");

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine(Command.Serve);
        line.Sort(args);
        line.TakeCommand();
        line.Fault ??= line.Command.FindFault(line._words, line._options);
        return line;
    }

    private void Sort(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (!arg.StartsWith('-') || arg == "-")
            {
                _words.Add(arg);
                continue;
            }

            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? arg : arg[..equals]).TrimStart('-');
            var takesNext = equals < 0 && !Command.IsFlag(name);
            if (takesNext && i + 1 == args.Count)
            {
                Fault ??= $"The option --{name} wants a value.";
                return;
            }

            Take(name, takesNext ? args[++i] : equals < 0 ? null : arg[(equals + 1)..]);
        }
    }

    private void Take(string name, string? value)
    {
        if (name.Contains(':', StringComparison.Ordinal))
        {
            _configuration[name] = value;
            if (!name.StartsWith("MsLite:", StringComparison.OrdinalIgnoreCase))
            {
                Fault ??= $"The option --{name} is not known: options of the configuration begin with --MsLite:.";
            }
        }
        else if (name is "help" or "h" or "?")
        {
            AsksForHelp = true;
        }
        else if (name == "version")
        {
            AsksForVersion = true;
        }
        else
        {
            _options.Add((name, value));
        }
    }

    private void TakeCommand()
    {
        if (_words.Count == 0)
        {
            return;
        }

        if (Command.Find(_words) is { } command)
        {
            Command = command;
            _words.RemoveRange(0, command.Name.Split(' ').Length);
            return;
        }

        var nearest = Spelling.Nearest(_words[0], Command.All.Select(known => known.Name));
        Fault = $"There is no command \"{_words[0]}\"." + (nearest is null ? "" : $" Did you mean {nearest}?");
    }
}
