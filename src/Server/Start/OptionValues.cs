using System.Data.Common;
using System.Globalization;
using MsLite.Filter;
using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>Says what each option is in this process and who gave it, for those who look for the reason.</summary>
internal sealed class OptionValues(IConfigurationRoot root, MsLiteOptions options) : IOptionValues
{
    private const string Covered = "…";

    private static readonly string[] s_secrets = ["password", "pwd", "passfile", "ssl password", "sslpassword"];

    public IReadOnlyList<OptionValue> Values => [.. OptionsReader.Names.Select(Of)];

    private OptionValue Of(string name)
    {
        var (origin, source) = Origin($"{OptionsReader.Section}:{name}");
        return new OptionValue(name, [.. Read(name).Where(value => value.Length > 0).Select(value => name == nameof(MsLiteOptions.Database) ? Cover(value) : value)], origin, source);
    }

    // Named as the property is, level by level.
    private IEnumerable<string> Read(string name)
    {
        object value = options;
        foreach (var part in name.Split(':'))
        {
            value = value.GetType().GetProperty(part)?.GetValue(value) ?? throw new InvalidOperationException($"The option {name} has no property.");
        }

        return value as IEnumerable<string> is { } list && value is not string ? list : [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""];
    }

    /// <summary>The last source with a value wins; an empty one is none, as for the reader.</summary>
    private (OptionOrigin Origin, string Source) Origin(string path)
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
