using System.Globalization;
using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>One key of the section <c>MsLite</c> and the property it fills.</summary>
/// <param name="Name">Below the section, such as <c>Smtp:Listen</c>.</param>
/// <param name="Apply">Fills the property; gives what is wrong with the value, or null.</param>
internal sealed record OptionKey(string Name, bool IsList, Func<MsLiteOptions, string[], string?> Apply)
{
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
}
