using Xunit.Abstractions;
using Xunit.Sdk;

namespace MsLite.Web.Tests.Conversations;

/// <summary>The paces of one script one after another, so that they can share its server.</summary>
public sealed class ScriptOrder : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase => testCases.OrderBy(test => test.DisplayName, StringComparer.Ordinal);
}
