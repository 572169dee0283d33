using System.Data.Common;
using MsLite.Filter;
using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>Says what each option is in this process and who gave it, for those who look for the reason.</summary>
internal static class OptionValues
{
    private const string Covered = "…";

    private static readonly string[] s_secrets = ["password", "pwd", "passfile", "ssl password", "sslpassword"];

    /// <param name="inForce">The options that count.</param>
    public static IReadOnlyList<OptionValue> Of(OptionState state, MsLiteOptions inForce) => [.. OptionsReader.Keys.Select(key => Of(key, state, inForce))];

    private static OptionValue Of(OptionKey key, OptionState state, MsLiteOptions inForce)
    {
        var (origin, source) = Origin(key.NeedsRestart ? state.Started : state.Accepted, $"{OptionsReader.Section}:{key.Name}");
        return new OptionValue(
            key.Name, Shown(key, key.Of(inForce)), origin, source, key.NeedsRestart, state.Waiting.TryGetValue(key.Name, out var waiting) ? Shown(key, waiting) : null);
    }

    private static IReadOnlyList<string> Shown(OptionKey key, string[] values) =>
        [.. values.Where(value => value.Length > 0).Select(value => key.Name == nameof(MsLiteOptions.Database) ? Cover(value) : value)];

    /// <summary>The last source with a value wins; an empty one is none, as for the reader.</summary>
    private static (OptionOrigin Origin, string Source) Origin(IConfigurationRoot root, string path)
    {
        foreach (var provider in root.Providers.Reverse())
        {
            var has = (provider.TryGet(path, out var text) && !string.IsNullOrWhiteSpace(text)) || provider.GetChildKeys([], path).Any();
            if (has)
            {
                return provider switch
                {
                    Microsoft.Extensions.Configuration.Json.JsonConfigurationProvider { Source: var file } => (OptionOrigin.File, file.FileProvider?.GetFileInfo(file.Path ?? "").PhysicalPath ?? file.Path ?? ""),
                    Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationProvider => (OptionOrigin.Environment, path.Replace(":", "__", StringComparison.Ordinal)),
                    _ => (OptionOrigin.CommandLine, ""),
                };
            }
        }

        return (OptionOrigin.Default, "");
    }

    private static string Cover(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            foreach (var key in parts.Keys.Cast<string>().Where(key => s_secrets.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList())
            {
                parts[key] = Covered;
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            // What cannot be taken apart may hold a secret anywhere.
            return Covered;
        }
    }
}
