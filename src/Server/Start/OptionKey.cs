using System.Globalization;
using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>One key of the section <c>MsLite</c> and the property it fills.</summary>
/// <param name="Name">Below the section, such as <c>Smtp:Listen</c>; the property is named the same, level by level.</param>
/// <param name="Apply">Fills the property; gives what is wrong with the value, or null.</param>
internal sealed record OptionKey(string Name, bool IsList, Func<MsLiteOptions, string[], string?> Apply)
{
    /// <summary>It is read at the start alone; any other counts as soon as it is changed.</summary>
    public bool NeedsRestart { get; private init; }

    /// <summary>The same key, of an option that is read at the start alone.</summary>
    public OptionKey AtStart => this with { NeedsRestart = true };

    public static OptionKey Text(string name, Action<MsLiteOptions, string> set) => new(name, IsList: false, (options, values) =>
    {
        set(options, values[0]);
        return null;
    });

    public static OptionKey List(string name, Action<MsLiteOptions, string[]> set) => new(name, IsList: true, (options, values) =>
    {
        set(options, values);
        return null;
    });

    public static OptionKey Number(string name, long most, Action<MsLiteOptions, long> set) => new(name, IsList: false, (options, values) =>
    {
        if (!long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most)
        {
            return $"write a whole number, from 0 to {most.ToString(CultureInfo.InvariantCulture)}, in digits alone.";
        }

        set(options, number);
        return null;
    });

    /// <summary>What the property holds: one text, or those of a list.</summary>
    public string[] Of(MsLiteOptions options)
    {
        object value = options;
        foreach (var part in Name.Split(':'))
        {
            value = value.GetType().GetProperty(part)?.GetValue(value) ?? throw new InvalidOperationException($"The option {Name} has no property.");
        }

        return value as string[] ?? [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""];
    }

    public bool IsSame(MsLiteOptions one, MsLiteOptions other) => Of(one).SequenceEqual(Of(other), StringComparer.Ordinal);

    /// <summary>Gives one set of options the value of another.</summary>
    public void Copy(MsLiteOptions from, MsLiteOptions to) => Apply(to, Of(from));
}
