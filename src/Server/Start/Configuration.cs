using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>The options as the files, the environment and the command line give them, with every fault found in them.</summary>
/// <param name="Print">The files' (<see cref="OptionFiles.Print()"/>), from before they were read.</param>
internal sealed record Configuration(IConfigurationRoot Root, MsLiteOptions Options, IReadOnlyList<string> Faults, string Print)
{
    /// <summary>By key, each option as it was given or is by default.</summary>
    public IReadOnlyDictionary<string, string[]> Given { get; } = OptionsReader.Keys.ToDictionary(key => key.Name, key => key.Of(Options));

    /// <summary>Later sources win: the program's own file, the one in the current directory, the environment, the command line.</summary>
    public static Configuration Load(IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        var print = OptionFiles.Print();
        var faults = new List<string>();
        var builder = new ConfigurationBuilder();
        foreach (var path in OptionFiles.Paths)
        {
            AddFile(builder, path, faults);
        }

        builder.AddEnvironmentVariables();
        builder.AddInMemoryCollection(commandLine);
        var root = builder.Build();
        var options = OptionsReader.Read(root, faults);
        faults.AddRange(MsLiteOptionsValidator.Validate(options));
        if (options.Hostname.Length == 0)
        {
            options.Hostname = MachineName.Find();
        }

        return new Configuration(root, options, faults, print);
    }

    private static void AddFile(ConfigurationBuilder builder, string path, List<string> faults)
    {
        try
        {
            // Read apart first: a broken file is one fault among others, not the end of the search for them.
            new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
            builder.AddJsonFile(path, optional: true);
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path} cannot be read: {(fault.InnerException ?? fault).Message}");
        }
    }
}
