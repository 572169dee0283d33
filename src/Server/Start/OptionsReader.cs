using System.Globalization;
using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>
/// Fills <see cref="MsLiteOptions"/> from the section <c>MsLite</c>. Unlike the framework's binder it reports a key that nobody
/// reads, takes a list as an array or as one string with commas, and lets the last source replace a list as a whole.
/// </summary>
internal static class OptionsReader
{
    public const string Section = "MsLite";

    private static readonly OptionKey[] s_keys =
    [
        OptionKey.Text("SrvRoot", (o, v) => o.SrvRoot = v).AtStart,
        OptionKey.Text("SpamRoot", (o, v) => o.SpamRoot = v).AtStart,
        OptionKey.Text("StateRoot", (o, v) => o.StateRoot = v).AtStart,
        OptionKey.Text("Hostname", (o, v) => o.Hostname = v).AtStart,
        OptionKey.List("Smtp:Listen", (o, v) => o.Smtp.Listen = v).AtStart,
        OptionKey.Number("Smtp:MaxMessageSize", long.MaxValue, (o, v) => o.Smtp.MaxMessageSize = v),
        OptionKey.Number("Smtp:MaxConnections", int.MaxValue, (o, v) => o.Smtp.MaxConnections = (int)v),
        OptionKey.Number("Smtp:MaxConnectionsPerClient", int.MaxValue, (o, v) => o.Smtp.MaxConnectionsPerClient = (int)v),
        OptionKey.Number("Smtp:MaxLoad", int.MaxValue, (o, v) => o.Smtp.MaxLoad = (int)v),
        OptionKey.List("Smtp:TrustedProxies", (o, v) => o.Smtp.TrustedProxies = v),
        OptionKey.List("Smtp:RelayClients", (o, v) => o.Smtp.RelayClients = v),
        OptionKey.Text("Smtp:Certificate", (o, v) => o.Smtp.Certificate = v).AtStart,
        OptionKey.Text("Delivery", (o, v) => o.Delivery = v),
        OptionKey.List("Dns:Servers", (o, v) => o.Dns.Servers = v),
        OptionKey.List("Http:Listen", (o, v) => o.Http.Listen = v).AtStart,
        OptionKey.Text("Http:Certificate", (o, v) => o.Http.Certificate = v).AtStart,
        OptionKey.List("Http:TrustedProxies", (o, v) => o.Http.TrustedProxies = v),
        OptionKey.Text("Clamav:Server", (o, v) => o.Clamav.Server = v),
        OptionKey.Text("Rspamd:Server", (o, v) => o.Rspamd.Server = v),
        OptionKey.Text("Spamassassin:Server", (o, v) => o.Spamassassin.Server = v),
        OptionKey.Text("Admin:PasswordFile", (o, v) => o.Admin.PasswordFile = v).AtStart,
        OptionKey.Text("Log:Format", (o, v) => o.Log.Format = v).AtStart,
        OptionKey.Text("Otlp:Endpoint", (o, v) => o.Otlp.Endpoint = v).AtStart,
        OptionKey.Number("Journal:Days", 36500, (o, v) => o.Journal.Days = (int)v),
        OptionKey.Number("Journal:MaxRows", long.MaxValue, (o, v) => o.Journal.MaxRows = v),
        OptionKey.Number("Quarantine:Days", 36500, (o, v) => o.Quarantine.Days = (int)v),
        OptionKey.Number("Quarantine:Megabytes", int.MaxValue, (o, v) => o.Quarantine.Megabytes = (int)v),
        OptionKey.Number("Quarantine:UndoSeconds", 3600, (o, v) => o.Quarantine.UndoSeconds = (int)v).AtStart,
        OptionKey.Text("Database", (o, v) => o.Database = v).AtStart,
        OptionKey.Text("IpBlacklistDirectory", (o, v) => o.IpBlacklistDirectory = v),
    ];

    /// <summary>Every option below the section, in the order of README.</summary>
    public static IReadOnlyList<OptionKey> Keys => s_keys;

    /// <inheritdoc cref="Keys"/>
    public static IEnumerable<string> Names => s_keys.Select(key => key.Name);

    public static MsLiteOptions Read(IConfigurationRoot root, List<string> faults)
    {
        var options = new MsLiteOptions();
        var read = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in s_keys)
        {
            Apply(key, root, options, read, faults);
        }

        ReportUnread(root, read, faults);
        return options;
    }

    private static void Apply(OptionKey key, IConfigurationRoot root, MsLiteOptions options, HashSet<string> read, List<string> faults)
    {
        var path = $"{Section}:{key.Name}";
        read.Add(path);
        string[] values;
        if (key.IsList)
        {
            values = ReadList(root, path);
            read.UnionWith(root.GetSection(path).GetChildren().Where(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(child => child.Path));
        }
        else
        {
            values = ReadText(root, path) is { } value ? [value] : [];
        }

        // An empty value is an option left out: that is what an unset variable becomes in a compose file.
        if (values.Any(value => value.Length > 0) && key.Apply(options, values) is { } fault)
        {
            faults.Add($"{path} is \"{values[0]}\": {fault}");
        }
    }

    // IConfiguration takes the last source that has the key at all; an empty value must not hide that of a source before.
    private static string? ReadText(IConfigurationRoot root, string path) =>
        root.Providers.Reverse().Select(provider => provider.TryGet(path, out var text) ? text?.Trim() : null).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    // IConfiguration merges arrays element by element; two addresses from a file and one from the environment are not two addresses.
    private static string[] ReadList(IConfigurationRoot root, string path)
    {
        foreach (var provider in root.Providers.Reverse())
        {
            var indices = provider.GetChildKeys([], path).Distinct(StringComparer.Ordinal).ToList();
            if (indices.Count > 0)
            {
                return [.. indices.SelectMany(index => provider.TryGet($"{path}:{index}", out var item) ? Split(item) : [])];
            }

            if (provider.TryGet(path, out var text) && !string.IsNullOrWhiteSpace(text))
            {
                // A string of commas alone names nothing: the validator says so where something is needed.
                return Split(text) is { Length: > 0 } items ? items : [text.Trim()];
            }
        }

        return [];
    }

    private static string[] Split(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void ReportUnread(IConfigurationRoot root, HashSet<string> read, List<string> faults)
    {
        var unread = root.GetSection(Section).AsEnumerable().Where(pair => !string.IsNullOrEmpty(pair.Value) && !read.Contains(pair.Key));
        foreach (var (path, _) in unread.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var nearest = Spelling.Nearest(path, s_keys.Select(key => $"{Section}:{key.Name}"));
            faults.Add(nearest is null
                ? $"{path} is no option: take it out; README.md lists those there are."
                : $"{path} is no option: did you mean {nearest}?");
        }
    }
}
