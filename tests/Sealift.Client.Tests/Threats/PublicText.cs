using System.Reflection;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Tests.Threats;

/// <summary>Every public member of the client and of the words it is made of that takes text from outside, found by looking.</summary>
internal static class PublicText
{
    private static readonly Type[] Texts = [typeof(string), typeof(FtpPath), typeof(FtpCommand), typeof(FtpUrl), typeof(FtpCredential)];

    /// <summary>The members, such as "FtpClient.DeleteFileAsync(FtpPath)"; in alphabetical order.</summary>
    public static IReadOnlyList<string> Members { get; } = [.. Find().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in new[] { typeof(FtpClient).Assembly, typeof(FtpPath).Assembly }.SelectMany(static assembly => assembly.GetExportedTypes()))
        {
            // What an error says, and what happened, goes to people; what is sent is made elsewhere.
            if (typeof(Exception).IsAssignableFrom(type) || type.Namespace == "Sealift.Core.Timeline" || type.IsEnum) continue;
            foreach (var constructor in type.GetConstructors(Own))
            {
                if (Takes(constructor)) yield return $"{type.Name}({Parameters(constructor)})";
            }

            foreach (var method in type.GetMethods(Own))
            {
                if (Takes(method) && method.Name is not ("Equals" or "Deconstruct" or "CompareTo") && !method.Name.StartsWith("op_", StringComparison.Ordinal))
                    yield return method.Name.StartsWith("set_", StringComparison.Ordinal) ? $"{type.Name}.{method.Name[4..]}" : $"{type.Name}.{method.Name}({Parameters(method)})";
            }
        }
    }

    private static bool Takes(MethodBase method) => method.GetParameters().Any(static parameter => !parameter.IsOut && IsText(parameter.ParameterType));

    private static bool IsText(Type type) =>
        Texts.Contains(type) || (type.HasElementType && IsText(type.GetElementType()!))
        || (type.IsGenericType && !typeof(Delegate).IsAssignableFrom(type) && type.GetGenericArguments().Any(IsText));

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Where(static parameter => parameter.ParameterType != typeof(CancellationToken)).Select(static parameter => Name(parameter.ParameterType)));

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => "out",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.Name,
    };
}
